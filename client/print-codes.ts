/**
 * Prints recovery codes alone: what lies over a screen would print with the screen, so for as long
 * as it takes they are a page of their own.
 */
export function printCodes(title: string, codes: readonly string[]): void {
  const sheet = document.createElement('section');
  sheet.className = 'paper';
  const heading = document.createElement('h1');
  heading.textContent = title;
  const list = document.createElement('ol');
  for (const code of codes) {
    const item = document.createElement('li');
    item.textContent = code;
    list.append(item);
  }
  sheet.append(heading, list);
  document.body.append(sheet);
  addEventListener('afterprint', () => sheet.remove(), { once: true });
  print();
}
