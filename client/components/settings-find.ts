/** The first element within that matches, wherever components keep it. */
export function findDeep(root: ParentNode, selector: string): HTMLElement | null {
  for (const element of root.querySelectorAll<HTMLElement>('*')) {
    if (element.matches(selector)) return element;
    const nested = element.shadowRoot && findDeep(element.shadowRoot, selector);
    if (nested) return nested;
  }
  return null;
}
