// The only script of a page: it wakes the islands, if the page has any. Everything works without.
//
// Loaded as a classic script with `defer`. The build replaces ENTRIES by the addresses and hashes
// of the WebAssembly modules, and WATCHED by whether `cargo xtask watch` made it.
(() => {
  const root = document.documentElement;

  // What `hydration_context` reads; in islands mode there is never anything in them.
  window.__RESOLVED_RESOURCES = [];
  window.__SERIALIZED_ERRORS = [];
  window.__INCOMPLETE_CHUNKS = [];

  // A glue script defines one of these by `let`, which is not a property of `window`.
  const glue = {
    app: () => chengxing_app,
    scanner: () => chengxing_scanner,
  };
  const loading = {};

  // Resolves to a module's exports. Script and WebAssembly are refused if their hash is wrong.
  const load = (name) =>
    (loading[name] ||= new Promise((resolve, reject) => {
      const entry = ENTRIES[name];
      const module = fetch(entry.wasm, { integrity: entry.wasmHash, credentials: "same-origin" });
      const script = document.createElement("script");
      script.src = entry.js;
      script.integrity = entry.jsHash;
      script.onerror = () => reject(new Error(entry.js));
      script.onload = () => {
        const exports = glue[name]();
        exports({ module_or_path: module }).then(() => resolve(exports), reject);
      };
      module.catch(reject);
      document.head.append(script);
    }).catch((error) => {
      // The phone may have been out of reach for a moment: the next call tries again.
      delete loading[name];
      throw error;
    }));

  // The order matters to Leptos: an island before what is inside it, one after the other; and
  // children that the server rendered hand their owner back first.
  const hydrate = async (exports) => {
    const owners = [];
    const walk = async (element) => {
      const tag = element.localName;
      if (tag === "leptos-island") {
        const island = exports[element.dataset.component];
        // Page and module are of one build; if they are not, that must not pass for working.
        if (!island) throw new Error(`no island ${element.dataset.component}`);
        const owner = owners[owners.length - 1];
        if (owner) owner();
        await island(element);
      } else if (tag === "leptos-children") {
        owners.push(element.$$on_hydrate);
      }
      for (const child of element.children) await walk(child);
      if (tag === "leptos-children") owners.pop();
    };
    await walk(document.body);
  };

  // For the island that asks for the second module.
  window.chengxingLoad = load;

  if (window.WebAssembly && document.querySelector("leptos-island")) {
    const idle = window.requestIdleCallback || setTimeout;
    idle(() => {
      load("app")
        .then((exports) => {
          exports.hydrate();
          return hydrate(exports);
        })
        .then(
          () => (root.dataset.islands = "ready"),
          (error) => {
            root.dataset.islands = "failed";
            console.warn(error);
          },
        );
    });
  }

  if (WATCHED) {
    let seen;
    setInterval(async () => {
      try {
        const page = await (await fetch(location.href, { cache: "no-store" })).text();
        if (seen && page !== seen) location.reload();
        seen = page;
      } catch {
        // The server is starting again.
      }
    }, 1000);
  }
})();
