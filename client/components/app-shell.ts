import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Role, Status } from '../../server/protocol.ts';
import type { House } from '../data/house.ts';
import type { SessionState } from '../data/session.ts';
import type { StatusState } from '../data/status.ts';
import type { Link } from '../data/stream-ledger.ts';
import type { Route } from '../router.ts';
import { screens, tabs, type View } from '../screens.ts';
import { bannerOf } from '../words/flags.ts';
import { zoneNote } from '../words/time.ts';
import { appStyles } from './app-styles.ts';
import { baseStyles } from './base-styles.ts';
import { ClockController } from './clock-controller.ts';
import { findHeading } from './find-heading.ts';
import { icon } from './icon.ts';
import './link-state.ts';
import { StoreController } from './store-controller.ts';

/**
 * The frame of every screen: header, banner, the view, tabs.
 *
 * Properties: `house`; `route`; `renderView`, what stands in the middle; `hasUpdate`.
 * Events: `update-accepted`.
 */
export class AppShell extends LitElement {
  static override properties = {
    house: { attribute: false },
    route: { attribute: false },
    renderView: { attribute: false },
    hasUpdate: { attribute: false },
  };
  static override styles = [baseStyles, appStyles];
  declare house: House | null;
  declare route: Route;
  declare renderView: (view: View, house: House) => TemplateResult;
  declare hasUpdate: boolean;

  #session = new StoreController<SessionState>(this);
  #status = new StoreController<StatusState>(this);
  #link = new StoreController<Link>(this);
  #clock = new ClockController(this);

  constructor() {
    super();
    this.house = null;
    this.route = { view: 'now' };
    this.renderView = () => html``;
    this.hasUpdate = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.house) return nothing;
    const session = this.#session.follow(this.house.session);
    const { status } = this.#status.follow(this.house.status);
    const link = this.#link.follow(this.house.link);
    const role = session.kind === 'in' ? session.session.role : null;
    const view = this.#viewFor(session, role);
    const banner = status && bannerOf(status.flags);
    return html`
      <header>
        <p class="site">${status ? status.site : 'sec53'}</p>
        ${banner ? html`<p class="banner">${banner.word}<span class="hidden-words">: ${banner.text}</span></p>` : nothing}
        ${session.kind === 'out' ? nothing : html`<sec-link-state .link=${link}></sec-link-state>`}
        ${status?.practice ? this.#practice(status.practice, role) : nothing}
      </header>
      ${this.#zoneNote(status?.timeZone)}
      <main id="main">${this.renderView(view, this.house)}</main>
      ${role && view !== 'sign-in' ? this.#tabs(view, role) : nothing}
      <div role="status">${this.hasUpdate ? this.#update() : nothing}</div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const view = this.house ? this.#viewFor(this.house.session.value, this.#role()) : 'now';
    document.title = `${screens[view].title} · sec53`;
    const before = changed.get('route');
    if (before) void this.#arrive(before.view !== this.route.view);
  }

  #role(): Role | null {
    const session = this.house?.session.value;
    return session?.kind === 'in' ? session.session.role : null;
  }

  /** Whoever may not see a view sees Now; whoever is nobody yet signs in. */
  #viewFor(session: SessionState, role: Role | null): View {
    if (session.kind === 'out') return 'sign-in';
    const { view } = this.route;
    return role && screens[view].roles.includes(role) ? view : 'now';
  }

  #tabs(view: View, role: Role): TemplateResult | typeof nothing {
    const shown = tabs.filter(tab => screens[tab.view].roles.includes(role));
    return html`<nav aria-label="Screens">
      ${shown.map(
        tab => html`<a href=${tab.path} aria-current=${tab.view === screens[view].tab ? 'page' : nothing}>
          ${icon(tab.icon)} ${screens[tab.view].title}
        </a>`,
      )}
    </nav>`;
  }

  #practice(practice: NonNullable<Status['practice']>, role: Role | null): TemplateResult {
    void import('./practice-bar.ts');
    return html`<sec-practice-bar .house=${this.house} .practice=${practice}
      .canEnd=${role === 'admin' || role === 'member'}></sec-practice-bar>`;
  }

  #zoneNote(timeZone: string | undefined): TemplateResult | typeof nothing {
    const phone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const note = timeZone ? zoneNote(this.#clock.nowMs, timeZone, phone) : null;
    return note === null ? nothing : html`<aside aria-label="Time zone">${note}</aside>`;
  }

  #update(): TemplateResult {
    return html`<p class="update">A new version is here.
      <button @click=${() => this.dispatchEvent(new CustomEvent('update-accepted'))}>Reload</button>
    </p>`;
  }

  /** A change of screen is told by its heading, as a page's load would be. */
  async #arrive(isOtherView: boolean): Promise<void> {
    scrollTo(0, 0);
    const view = this.renderRoot.querySelector('main')?.firstElementChild;
    if (!view || !isOtherView) return;
    await customElements.whenDefined(view.localName);
    if (view instanceof LitElement) await view.updateComplete;
    findHeading(view)?.focus({ preventScroll: true });
  }
}

customElements.define('sec-app', AppShell);
