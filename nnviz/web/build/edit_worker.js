// Fetches beside the page's own thread, where an answer's body would wait until the page has redrawn itself.

self.onmessage = async ({ data: { number, address } }) => {
  try {
    const answer = await fetch(address, { cache: "no-store" });
    postMessage({ number, status: answer.status, news: answer.status === 200 ? await answer.json() : null });
  } catch {
    postMessage({ number, status: 0, news: null });
  }
};
