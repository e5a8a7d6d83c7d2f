// Numbers fetched beside Streamlit: the clicked one is on the screen before the page's own rerun has come there.

import { isOwn } from "../base/addresses.js";

/** What the server says of the number at an index, as the page would; null where it says nothing in time or at all. */
export async function fetchNumber(address, title, index) {
  if (!isOwn(address)) return null;
  const question = new URLSearchParams({ title, index: index.join("-") });
  try {
    const answer = await fetch(`${address}?${question}`, { cache: "no-store" });
    return answer.status === 200 ? await answer.json() : null;
  } catch {
    return null;
  }
}
