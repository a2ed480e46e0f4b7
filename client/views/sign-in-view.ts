import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { baseStyles } from '../components/base-styles.ts';
import type { House } from '../data/house.ts';
import { signInWords } from '../words/refusal.ts';
import { formStyles } from './form-styles.ts';

/** For a device without a certificate: a name and a code. Property: `house`. */
export class SignInView extends LitElement {
  static override properties = {
    house: { attribute: false },
    isBusy: { state: true },
    refused: { state: true },
  };
  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { max-width: 420px; margin: 24px auto 0; }
      h1 { margin-bottom: 8px; }
      form { display: grid; gap: 18px; margin-top: 24px; }
      .why { margin-top: 28px; padding: 16px; }
      .why h2 { margin: 0 0 6px; color: var(--ink); }
    `,
  ];
  declare house: House;
  declare isBusy: boolean;
  declare refused: string | null;

  constructor() {
    super();
    this.isBusy = false;
    this.refused = null;
  }

  protected override render(): TemplateResult {
    return html`
      <h1 tabindex="-1">Who is there?</h1>
      <p class="soft">The house shows itself to the family only.</p>
      <form @submit=${this.#submit}>
        <label>Name
          <input name="name" autocomplete="username" autocapitalize="words" spellcheck="false" required
            maxlength="64">
        </label>
        <label>Code
          <input name="code" autocomplete="one-time-code" inputmode="numeric" autocapitalize="none"
            spellcheck="false" required maxlength="40" aria-describedby="code-hint">
          <small id="code-hint">Six digits from the authenticator app, or a recovery code.</small>
        </label>
        <button type="button" class="quiet" @click=${this.#letters}>Type a recovery code with letters</button>
        <p role="alert" class="refused">${this.refused ?? nothing}</p>
        <button class="big primary" ?disabled=${this.isBusy}>${this.isBusy ? 'Asking…' : 'Sign in'}</button>
      </form>
      <section class="card why" aria-labelledby="why">
        <h2 id="why">Does it always ask?</h2>
        <p class="soft">No. A phone that has its certificate of this house is let in without a name or a
          code. An admin of the house makes one for each phone.</p>
      </section>
    `;
  }

  // The phone shows digits first; a recovery code needs the whole keyboard.
  #letters = () => {
    const input = this.renderRoot.querySelector<HTMLInputElement>('[name=code]');
    if (!input) return;
    input.inputMode = 'text';
    input.blur();
    input.focus();
  };

  #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.isBusy) return;
    const form = new FormData(event.target);
    const code = String(form.get('code')).trim();
    this.isBusy = true;
    this.refused = null;
    try {
      // Authenticators show "123 456"; a recovery code keeps its own signs.
      const digits = code.replace(/\s/g, '');
      await this.house.signIn(String(form.get('name')).trim(), digits);
    } catch (error) {
      this.refused = signInWords(error);
      this.renderRoot.querySelector<HTMLInputElement>('[name=code]')?.select();
    } finally {
      this.isBusy = false;
    }
  };
}

customElements.define('sec-sign-in-view', SignInView);
