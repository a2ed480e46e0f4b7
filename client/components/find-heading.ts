/** A view's first h1, wherever its components keep it. */
export function findHeading(view: Element): HTMLElement | null {
  const root = view.shadowRoot;
  if (!root) return null;
  const own = root.querySelector('h1');
  if (own) return own;
  for (const child of root.querySelectorAll('*')) {
    const nested = findHeading(child);
    if (nested) return nested;
  }
  return null;
}
