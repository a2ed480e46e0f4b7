import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SignIn } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import type { House } from '../data/house.ts';
import { passkeySignIn } from '../data/passkeys.ts';
import { knowsPasskeys } from '../data/webauthn.ts';
import { displayMode } from '../display.ts';
import { passkeyWords } from '../words/passkey.ts';
import { signInWords } from '../words/sign-in.ts';
import { formStyles } from './form-styles.ts';

/**
 * For a device that presents no certificate: a name and a code, the digits that Safari shows, or a
 * passkey. Property: `house`.
 */
export class SignInView extends LitElement {
  static override properties = {
    house: { attribute: false },
    kind: { state: true },
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
      .digits { font: 600 1.75rem/1.2 var(--font); letter-spacing: 0.14em; text-align: center; min-height: 64px; }
      .passkey { margin-top: 10px; }
      .other { width: 100%; margin-top: 6px; }
      .why { margin-top: 20px; padding: 16px; }
      .why h2 { margin: 0 0 6px; color: var(--ink); }
      .why ol { counter-reset: step; display: grid; gap: 8px; color: var(--ink-2); }
      .why li { counter-increment: step; display: grid; grid-template-columns: 1.6em 1fr; }
      .why li::before { content: counter(step) '.'; font-variant-numeric: tabular-nums; }
    `,
  ];
  declare house: House;
  declare kind: 'code' | 'link';
  declare isBusy: boolean;
  declare refused: string | null;

  constructor() {
    super();
    // Only the app on the Home Screen can have a certificate beside it that it may not present.
    this.kind = displayMode() === 'standalone' ? 'link' : 'code';
    this.isBusy = false;
    this.refused = null;
  }

  protected override render(): TemplateResult {
    return this.kind === 'link' ? this.#link() : this.#code();
  }

  #code(): TemplateResult {
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
        ${this.#answer('Sign in')}
      </form>
      ${this.#passkey()}
      <button class="quiet other" @click=${() => this.#turn('link')}>This phone has a certificate in Safari</button>
      <section class="card why" aria-labelledby="why">
        <h2 id="why">Does it always ask?</h2>
        <p class="soft">No. A phone that has its certificate of this house is let in without a name or a
          code. An admin of the house makes one for each phone.</p>
      </section>`;
  }

  #link(): TemplateResult {
    return html`
      <h1 tabindex="-1">Connect this app.</h1>
      <p class="soft">Safari on this phone can vouch for it, once.</p>
      <form @submit=${this.#submit}>
        <label>Eight digits
          <input name="link" class="digits" autocomplete="off" inputmode="numeric" required maxlength="12"
            pattern="\\s*(\\d\\s*){8}" title="Eight digits" placeholder="0000 0000" aria-describedby="link-hint">
          <small id="link-hint">They are good for two minutes.</small>
        </label>
        ${this.#answer('Connect')}
      </form>
      ${this.#passkey()}
      <section class="card why" aria-labelledby="why">
        <h2 id="why">Where are they?</h2>
        <ol>
          <li>Open this house in Safari, on this phone.</li>
          <li>Go to House, then This phone.</li>
          <li>Tap “Show the digits”.</li>
        </ol>
      </section>
      <button class="quiet other" @click=${() => this.#turn('code')}>Sign in with a name and a code</button>`;
  }

  #answer(word: string): TemplateResult {
    return html`<p role="alert" class="refused">${this.refused ?? ''}</p>
      <button class="big primary" ?disabled=${this.isBusy}>${this.isBusy ? 'Asking…' : word}</button>`;
  }

  #passkey(): TemplateResult | typeof nothing {
    return knowsPasskeys()
      ? html`<button class="big passkey" ?disabled=${this.isBusy} @click=${this.#show}>Sign in with a passkey</button>`
      : nothing;
  }

  async #turn(kind: 'code' | 'link'): Promise<void> {
    this.kind = kind;
    this.refused = null;
    await this.updateComplete;
    this.renderRoot.querySelector('h1')?.focus();
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
    if (!(event.target instanceof HTMLFormElement)) return;
    const { kind } = this;
    const credentials = credentialsIn(new FormData(event.target));
    const isIn = await this.#enter(
      () => this.house.signIn(credentials),
      error => signInWords(error, kind),
    );
    if (!isIn)
      this.renderRoot.querySelector<HTMLInputElement>('[name=code], [name=link]')?.select();
  };

  #show = () =>
    this.#enter(
      async () => this.house.signIn(await passkeySignIn(this.house.api)),
      error => passkeyWords(error, 'sign-in'),
    );

  async #enter(work: () => Promise<void>, words: (error: unknown) => string): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.refused = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.refused = words(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}

/** Authenticators show "123 456", and people keep the gap; a recovery code keeps its own signs. */
function credentialsIn(form: FormData): SignIn {
  const written = (name: string) => String(form.get(name) ?? '');
  const link = written('link').replace(/\D/g, '');
  if (link !== '') return { link };
  return { name: written('name').trim(), code: written('code').replace(/\s/g, '') };
}

customElements.define('sec-sign-in-view', SignInView);
