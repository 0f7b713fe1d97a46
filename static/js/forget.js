/** Forgets what this browser kept of platforms: on the pages after leaving and after deleting. */

for (const store of [localStorage, sessionStorage]) {
  for (const key of Object.keys(store)) {
    if (key.startsWith("platform/")) store.removeItem(key);
  }
}
