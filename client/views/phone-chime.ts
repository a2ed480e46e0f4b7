import { css, html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from '../components/base-styles.ts';
import { switchField, switchStyles } from '../components/switch-field.ts';
import { isChimeOn, setChime } from '../data/chime.ts';
import type { House } from '../data/house.ts';
import { DOOR_NOTES, playNotes, unlockSound } from '../tones.ts';
import { watchChime } from '../watch-chime.ts';
import { formStyles } from './form-styles.ts';

/** Whether doors are heard on this phone while the app is open. Property: `house`. */
export class PhoneChime extends LitElement {
  static override properties = { house: { attribute: false }, isOn: { state: true } };
  static override styles = [
    baseStyles,
    formStyles,
    switchStyles,
    css`.card { padding: 8px 16px 14px; }`,
  ];
  declare house: House;
  declare isOn: boolean;

  constructor() {
    super();
    this.isOn = isChimeOn(localStorage);
  }

  protected override render(): TemplateResult {
    return html`<h2>Doors on this phone</h2>
      <form class="card">${switchField({
        name: 'chime',
        title: 'Chime on this phone',
        text: 'While the app is open and Alert is off, two notes when a door with a chime opens.',
        isOn: this.isOn,
        onChange: this.#change,
      })}</form>`;
  }

  #change = (isOn: boolean) => {
    this.isOn = isOn;
    setChime(localStorage, isOn);
    if (!isOn) return;
    // The tap on the switch lets the sound out; it is what will be heard.
    unlockSound();
    playNotes(DOOR_NOTES);
    watchChime(this.house);
  };
}

customElements.define('sec-phone-chime', PhoneChime);
