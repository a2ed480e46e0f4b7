/** How the app is shown. An app on an iPhone's Home Screen has a storage of its own. */
export function displayMode(): 'standalone' | 'browser' {
  const isOnHomeScreen = 'standalone' in navigator && navigator.standalone === true;
  return isOnHomeScreen || matchMedia('(display-mode: standalone)').matches
    ? 'standalone'
    : 'browser';
}
