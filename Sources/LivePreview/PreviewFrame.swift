/// The page around the page: it shows the handout, puts a newer one in its place, and tells how the run goes.
enum PreviewFrame {
  /// What the frame may do: run its own script and style, ask this server, show its page.
  static func policy(nonce: String) -> String {
    "default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; connect-src 'self';"
      + " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  }

  /// Returns the frame.
  static func html(nonce: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>nbrun</title>
    <style nonce="\(nonce)">\(style)</style>
    </head>
    <body>
    <iframe id="page" src="page" title="Handout"></iframe>
    <footer>
    <span id="state" role="status" aria-live="polite">Connecting …</span>
    <svg id="curve" viewBox="0 0 120 24" preserveAspectRatio="none" aria-hidden="true"><polyline/></svg>
    <progress id="fraction" max="1" hidden></progress>
    <button id="rerun" type="button" title="Forget all states and run every cell">Run all again</button>
    </footer>
    <script nonce="\(nonce)">\(script)</script>
    </body>
    </html>

    """
  }

  private static let style = """
    html, body { margin: 0; height: 100%; }
    body { display: flex; flex-direction: column; font: 14px/1.4 system-ui, sans-serif; }
    iframe { flex: 1; border: 0; width: 100%; }
    footer { display: flex; gap: 1em; align-items: center; padding: 0.35em 1em; border-top: 1px solid #8886; }
    #state { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    footer.failed #state { color: light-dark(#b3261e, #ff8a80); }
    footer.running #state::before { content: "● "; color: light-dark(#0b57d0, #8ab4f8); }
    #curve { width: 120px; height: 24px; visibility: hidden; }
    #curve.shown { visibility: visible; }
    #curve polyline { fill: none; stroke: currentColor; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
    button { font: inherit; }
    """

  /// A newer page takes the place of the older one part by part, so that the reader's place stays.
  private static let script = """
    const byId = (id) => document.getElementById(id);
    const view = byId("page");
    let version = 0, shown = 0;

    // Returns false if the newer page has other parts than `old`; it is to be loaded then.
    async function replaceParts(old) {
      const text = await (await fetch("page")).text();
      // What the page's own parser reads may have what the page allows, such as styles; the frame allows less.
      const fresh = new view.contentWindow.DOMParser().parseFromString(text, "text/html");
      let isInPlace = old.head && old.querySelector("main");
      for (const part of ["title", "style", "nav", "main"]) {
        const [left, right] = [old.querySelectorAll(part), fresh.querySelectorAll(part)];
        if (left.length !== right.length) isInPlace = false;
        if (isInPlace) left.forEach((node, i) => {
          if (!node.isEqualNode(right[i])) node.replaceWith(old.adoptNode(right[i]));
        });
      }
      return isInPlace;
    }

    async function refresh(number) {
      const place = [view.contentWindow.scrollX, view.contentWindow.scrollY];
      // Until the first page is there, the view is an empty document that may do what the frame may, no more.
      if (shown === 0 || !await replaceParts(view.contentDocument)) {
        await new Promise((done) => { view.onload = done; view.src = "page"; });
      }
      // The page's own script looks at what has come in.
      view.contentWindow.dispatchEvent(new Event("pageshow"));
      view.contentWindow.scrollTo(...place);
      document.title = view.contentDocument.title;
      shown = number;
    }

    function tell(progress) {
      byId("state").textContent = progress.text;
      const footer = document.querySelector("footer");
      footer.classList.toggle("running", progress.isRunning);
      footer.classList.toggle("failed", progress.hasFailed);
      byId("fraction").hidden = progress.fraction === undefined;
      if (progress.fraction !== undefined) byId("fraction").value = progress.fraction;
      const numbers = progress.series;
      byId("curve").classList.toggle("shown", numbers.length > 1);
      if (numbers.length > 1) {
        const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
        const points = numbers.map((number, i) =>
          `${120 * i / (numbers.length - 1)},${22 - 20 * (number - low) / (high - low || 1)}`);
        document.querySelector("#curve polyline").setAttribute("points", points.join(" "));
      }
    }

    async function follow() {
      for (;;) {
        try {
          const state = await (await fetch("changes?after=" + version)).json();
          if (state.page !== shown && state.page > 0) await refresh(state.page);
          tell(state.progress);
          version = state.version;
        } catch {
          byId("state").textContent = "nbrun watch is not running";
          version = 0;
          await new Promise((done) => setTimeout(done, 1000));
        }
      }
    }

    byId("rerun").onclick = () => fetch("rerun", { method: "POST", headers: { "X-Preview": "1" } });
    follow();
    """
}
