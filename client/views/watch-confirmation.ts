import type { ConfirmationRequest } from '../data/confirmation.ts';
import type { House } from '../data/house.ts';

/** Asks who holds the phone whenever the hub wants to know, above whatever is on the screen. */
export function watchConfirmation(house: House): void {
  const { confirmation } = house;
  let shown: Element | null = null;

  async function show(request: ConfirmationRequest): Promise<void> {
    try {
      const [{ IdentitySheet }] = await Promise.all([
        import('./identity-sheet.ts'),
        house.own.me.value ? null : house.own.load(),
      ]);
      if (confirmation.request.value !== request) return;
      const sheet = new IdentitySheet();
      sheet.house = house;
      sheet.methods = request.methods;
      sheet.addEventListener('confirmed', () => confirmation.answer(true));
      sheet.addEventListener('cancelled', () => confirmation.answer(false));
      document.body.append(sheet);
      shown = sheet;
    } catch {
      confirmation.answer(false);
    }
  }

  confirmation.request.subscribe(() => {
    const request = confirmation.request.value;
    shown?.remove();
    shown = null;
    if (request) void show(request);
  });
}
