import { html, type TemplateResult } from 'lit';
import type { House } from '../data/house.ts';
import type { Route } from '../router.ts';
import './now-view.ts';

/** Now comes with the app; the other screens are fetched when first shown. */
export function renderView(route: Route, view: Route['view'], house: House): TemplateResult {
  switch (view) {
    case 'day':
      void import('./day-view.ts');
      return html`<sec-day-view .house=${house} .day=${route.view === 'day' ? route.day : null}></sec-day-view>`;
    case 'people':
      void import('./people-view.ts');
      return html`<sec-people-view .house=${house}></sec-people-view>`;
    case 'audit':
      void import('./audit-view.ts');
      return html`<sec-audit-view .house=${house}></sec-audit-view>`;
    case 'house':
      void import('./house-view.ts');
      return html`<sec-house-view .house=${house}></sec-house-view>`;
    case 'settings':
      void import('./settings-view.ts');
      return html`<sec-settings-view .house=${house} .within=${route.view === 'settings' ? route.part : ''}></sec-settings-view>`;
    case 'phone':
      void import('./phone-view.ts');
      return html`<sec-phone-view .house=${house}></sec-phone-view>`;
    case 'lost':
      void import('./lost-view.ts');
      return html`<sec-lost-view .house=${house}></sec-lost-view>`;
    case 'reach':
      void import('./reach-view.ts');
      return html`<sec-reach-view .house=${house}></sec-reach-view>`;
    case 'alerts':
      void import('./alerts-view.ts');
      return html`<sec-alerts-view .house=${house}></sec-alerts-view>`;
    case 'practice':
      void import('./practice-view.ts');
      return html`<sec-practice-view .house=${house}></sec-practice-view>`;
    case 'walk':
      void import('./walk-view.ts');
      return html`<sec-walk-view .house=${house}></sec-walk-view>`;
    case 'incidents':
      void import('./incidents-view.ts');
      return html`<sec-incidents-view .house=${house}></sec-incidents-view>`;
    case 'incident':
      void import('./incident-view.ts');
      return html`<sec-incident-view .house=${house} .incident=${route.view === 'incident' ? route.id : ''}></sec-incident-view>`;
    case 'sign-in':
      void import('./sign-in-view.ts');
      return html`<sec-sign-in-view .house=${house}></sec-sign-in-view>`;
    default:
      return html`<sec-now-view .house=${house}></sec-now-view>`;
  }
}
