#!/usr/bin/python3
"""A window of WebKitGTK without bars, led by WebKitWebDriver, that may hold a client certificate.

The driver's own MiniBrowser has a toolbar, which takes from the page's height, and asks its user for
the certificate. Arguments: width, height, a file for what pages complain of, and the files of a
certificate and its key, if it has one.
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gio, Gtk, WebKit2  # noqa: E402

width, height, log, *identity = sys.argv[1:]

# A driver of this kind shows no console.
LISTENING = """
const complain = text => webkit.messageHandlers.complaint.postMessage(text);
addEventListener('error', event => event.message && complain(event.message));
addEventListener('unhandledrejection', ({ reason }) => complain(String(reason)));
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  complain(violatedDirective + ' forbids ' + blockedURI));
const { error } = console;
console.error = (...all) => { complain(all.join(' ')); error.apply(console, all); };
"""
context = WebKit2.WebContext.new_ephemeral()
context.set_automation_allowed(True)


def answer(_view, request):
    if request.get_scheme() != WebKit2.AuthenticationScheme.CLIENT_CERTIFICATE_REQUESTED:
        return False
    if identity:
        certificate = Gio.TlsCertificate.new_from_files(*identity)
        request.authenticate(
            WebKit2.Credential.new_for_certificate(
                certificate, WebKit2.CredentialPersistence.FOR_SESSION
            )
        )
    else:
        request.authenticate(None)
    return True


def note(_manager, message):
    with open(log, "a", encoding="utf-8") as lines:
        lines.write(message.get_js_value().to_string().replace("\n", " ") + "\n")


def open_window(_session):
    manager = WebKit2.UserContentManager()
    manager.connect("script-message-received::complaint", note)
    manager.register_script_message_handler("complaint")
    manager.add_script(
        WebKit2.UserScript(
            LISTENING,
            WebKit2.UserContentInjectedFrames.TOP_FRAME,
            WebKit2.UserScriptInjectionTime.START,
        )
    )
    view = WebKit2.WebView(
        web_context=context, user_content_manager=manager, is_controlled_by_automation=True
    )
    view.connect("authenticate", answer)
    window = Gtk.Window(decorated=False)
    window.set_default_size(int(width), int(height))
    window.add(view)
    window.show_all()
    return view


def begin(_context, session):
    session.set_application_info(WebKit2.ApplicationInfo())
    session.connect("create-web-view", open_window)


context.connect("automation-started", begin)
Gtk.main()
