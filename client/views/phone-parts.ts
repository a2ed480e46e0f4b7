import { html, nothing, type TemplateResult } from 'lit';
import type { Me } from '../../server/protocol.ts';
import type { Reach } from '../components/reach-controller.ts';
import { capital } from '../words/capital.ts';
import { certificateWords, renewAdvice, urgencyOf } from '../words/device.ts';
import { count } from '../words/people.ts';
import { duressWords } from '../words/pin.ts';
import { roleMay } from '../words/role.ts';
import { exactTime } from '../words/time.ts';
import { letInWords } from '../words/via.ts';

/** Who this phone is to the hub. */
export function identityPart(me: Me, reach: Reach): TemplateResult {
  return html`<dl class="card">
    <div><dt>Belongs to</dt><dd>${me.name}<small>${roleMay[me.role]}</small></dd></div>
    <div><dt>Let in by</dt><dd>${letInWords[me.via]}</dd></div>
    ${me.device ? certificateRow(me.device.expiresAt, reach) : nothing}
  </dl>`;
}

function certificateRow(expiresAt: string, { nowMs, timeZone }: Reach): TemplateResult {
  const urgency = urgencyOf(expiresAt, nowMs);
  const words = certificateWords({ expiresAt, renewedUntil: null }, nowMs, timeZone);
  return html`<div><dt>Certificate</dt><dd title=${exactTime(expiresAt, timeZone)}>
    ${words.replace(/^Certificate /, '')}
    ${urgency === 'none' ? nothing : html`<small class="warning">${renewAdvice[urgency]}</small>`}
  </dd></div>`;
}

export function linkPart(isOff: boolean, onShow: () => void): TemplateResult {
  return html`<h2>The app on the Home Screen</h2>
    <div class="card part">
      <p class="soft">Only when the app there asks who is there: it cannot always show the certificate
        that Safari has.</p>
      <button ?disabled=${isOff} @click=${onShow}>Show the digits</button>
    </div>`;
}

export function pinPart(
  { hasPin, confirm }: Me,
  isOff: boolean,
  onShow: (isTaking: boolean) => void,
): TemplateResult {
  const isAsked = confirm.for.length > 0;
  return html`<h2>PIN</h2>
    <div class="card part">
      <p class="soft">${hasPin ? 'You have a PIN.' : 'You have no PIN.'} ${
        isAsked
          ? 'The house asks for it before what matters most.'
          : 'This house is not set up to ask for it.'
      }</p>
      <div class="buttons">
        <button ?disabled=${isOff} @click=${() => onShow(false)}>${hasPin ? 'Change the PIN' : 'Set a PIN'}</button>
        ${hasPin ? html`<button ?disabled=${isOff} @click=${() => onShow(true)}>Take it away</button>` : nothing}
      </div>
    </div>`;
}

/**
 * What is written under threat. Not for whoever came in by a code or a passkey. Until its owner has written
 * their PIN it looks the same whether or not there is one: an unlocked phone must not tell.
 */
export function duressPart(me: Me, isOff: boolean, on: DuressActions): TemplateResult {
  const { hasPin, hasDuressPin, hasAuthenticator, hasDuressAuthenticator, confirm } = me;
  if (hasPin && !confirm.isPinFresh) {
    return html`<h2>A code for when you are made to do it</h2>
      <div class="card part">
        <button ?disabled=${isOff} @click=${() => on.pin(false)}>Set up or take away</button>
      </div>`;
  }
  return html`<h2>A code for when you are made to do it</h2>
    <div class="card part">
      <p class="soft">${duressWords(me)}</p>
      <div class="buttons">
        ${
          hasPin
            ? html`<button ?disabled=${isOff} @click=${() => on.pin(false)}>
                ${hasDuressPin ? 'Change the code' : 'Set a code'}</button>`
            : nothing
        }
        ${hasDuressPin ? html`<button ?disabled=${isOff} @click=${() => on.pin(true)}>Take the code away</button>` : nothing}
        ${
          hasAuthenticator
            ? html`<button ?disabled=${isOff} @click=${on.authenticator}>
                ${hasDuressAuthenticator ? 'New second authenticator' : 'Set up a second authenticator'}</button>`
            : nothing
        }
        ${
          // Without a PIN nobody proves who they are, and the hub does not say whether there is one.
          hasDuressAuthenticator || (hasAuthenticator && !hasPin)
            ? html`<button ?disabled=${isOff} @click=${on.endAuthenticator}>Take the second authenticator away</button>`
            : nothing
        }
      </div>
    </div>`;
}

interface DuressActions {
  pin(isTaking: boolean): void;
  authenticator(): void;
  endAuthenticator(): void;
}

export function authenticatorPart(
  me: Me,
  canEnrol: boolean,
  isOff: boolean,
  onShow: () => void,
): TemplateResult {
  const left = `${capital(count(me.recoveryCodes, 'recovery code'))} left.`;
  return html`<h2>Without this phone</h2>
    <div class="card part">
      <p class="soft">${
        me.hasAuthenticator
          ? `Your authenticator lets you in from anywhere. ${left}`
          : 'An authenticator app lets you in when this phone is lost.'
      }${canEnrol ? '' : ' A new one takes a phone with a certificate.'}</p>
      ${
        canEnrol
          ? html`<button ?disabled=${isOff} @click=${onShow}>
              ${me.hasAuthenticator ? 'New authenticator and codes' : 'Set up an authenticator'}</button>`
          : nothing
      }
    </div>`;
}
