/** Forgets what this browser kept of platforms: on the pages after leaving and after deleting. */

for (const key of Object.keys(localStorage)) {
  if (key.startsWith("platform/")) localStorage.removeItem(key);
}
