/**
 * The arrow keys of a radiogroup: they move the focus without choosing, because what is chosen here
 * must not change on the way to something else.
 */
export function moveFocus(event: KeyboardEvent, root: ParentNode): void {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const radios = [...root.querySelectorAll<HTMLElement>('[role=radio]')];
  const at = radios.findIndex(radio => radio.matches(':focus'));
  const next = radios[(at + step + radios.length) % radios.length];
  for (const radio of radios) radio.tabIndex = radio === next ? 0 : -1;
  next?.focus();
}
