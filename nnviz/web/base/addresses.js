// Which addresses may be asked.

/** An address on the page's own server. */
export function isOwn(address) {
  return /^\/[\w-]/.test(address);
}
