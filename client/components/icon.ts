import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

export type IconName = keyof typeof paths;

const paths = {
  house: svg`<path d="M4 11 12 4l8 7v9H4z"/>`,
  days: svg`<path d="M5 5h14v15H5zM5 10h14M9 3v4M15 3v4"/>`,
  people: svg`<circle cx="9" cy="8" r="3.2"/><path d="M3 20a6 6 0 0 1 12 0M16 5a3 3 0 0 1 0 6M18 14a6 6 0 0 1 3 6"/>`,
  cog: svg`<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M6 6l2 2M16 16l2 2M6 18l2-2M16 8l2-2"/>`,
  'door-closed': svg`<path d="M6 21V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v17M3 21h18M14 12h.01"/>`,
  'door-open': svg`<path d="M6 21V4a1 1 0 0 1 1-1h11v18M3 21h18M6 3l7 3v15l-7-2M10.5 13h.01"/>`,
  'garage-closed': svg`<path d="M3 20V9l9-5 9 5v11M7 20v-9h10v9M7 14h10M7 17h10"/>`,
  'garage-open': svg`<path d="M3 20V9l9-5 9 5v11M7 20v-9h10v9M7 13h10"/>`,
  motion: svg`<circle cx="12" cy="5" r="2"/><path d="M12 8v6l-3 6M12 14l3 6M8 11h8M3 8a9 9 0 0 1 2-3M21 8a9 9 0 0 0-2-3"/>`,
  still: svg`<circle cx="12" cy="5" r="2"/><path d="M12 8v6l-2 6M12 14l2 6M9 11h6"/>`,
  thermometer: svg`<path d="M10 4a2 2 0 0 1 4 0v9a4 4 0 1 1-4 0z"/>`,
  off: svg`<path d="M12 3v8M7 6a8 8 0 1 0 10 0"/>`,
  monitor: svg`<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>`,
  alert: svg`<path d="M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4M12 3v2"/>`,
  care: svg`<path d="M12 4 2.5 20h19zM12 10v4M12 17h.01"/>`,
  back: svg`<path d="m15 5-7 7 7 7"/>`,
  forward: svg`<path d="m9 5 7 7-7 7"/>`,
  close: svg`<path d="M6 6l12 12M18 6 6 18"/>`,
  phone: svg`<path d="M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2"/>`,
  text: svg`<path d="M4 5h16v11H10l-4 4v-4H4z"/>`,
  key: svg`<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8M16 7l3 3"/>`,
  clock: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>`,
  done: svg`<circle cx="12" cy="12" r="9"/><path d="m8 12 3 3 5-6"/>`,
  todo: svg`<circle cx="12" cy="12" r="9"/>`,
  pause: svg`<circle cx="12" cy="12" r="9"/><path d="M10 9v6M14 9v6"/>`,
  more: svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>`,
  help: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.5h.01"/>`,
  down: svg`<path d="m6 9 6 6 6-6"/>`,
} satisfies Record<string, SVGTemplateResult>;

/** A drawing beside words that say the same; screen readers skip it. */
export function icon(name: IconName, size: 20 | 24 = 24): TemplateResult {
  return html`<svg width=${size} height=${size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
    stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths[name]}</svg>`;
}
