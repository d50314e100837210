// What there is to look at: codes of every verdict, the awkward instruments, and a list of every kind of
// page with what is expected of it.

/** Reads the register through the API and lists the pages. */
export async function explore({ base, data }) {
  const get = async (path) => {
    const response = await fetch(base + path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  };
  const instruments = [];
  for (let after = ""; after !== null; ) {
    const page = await get(`/api/v1/instruments?limit=100${after && `&after=${after}`}`);
    instruments.push(...page.items);
    after = page.next ?? null;
  }
  const find = (what, fits) => {
    const found = instruments.find(fits);
    if (!found) throw new Error(`the demo region has no instrument with ${what}`);
    return found;
  };
  const verdicts = ["valid", "due_soon", "expired", "failed", "suspended", "never_verified"];
  const scale = "price_computing_scale";
  const byVerdict = Object.fromEntries(
    verdicts.map((verdict) => [verdict, find(verdict, (i) => i.verdict === verdict && i.kind === scale && i.serial_number).code]),
  );
  const awkward = {
    very_long_names: find("long names", (i) => i.holder?.length > 50).code,
    html_in_names: find("HTML in names", (i) => i.holder?.includes("<script>")).code,
    serial_with_markup: find("markup in the serial number", (i) => i.serial_number?.includes("<u>")).code,
    no_serial_number: find("no serial number", (i) => !i.serial_number).code,
    no_holder: find("no holder", (i) => !i.holder && !i.place).code,
    mongolian_name: find("a Mongolian name", (i) => /[\u1820-\u18aa]/u.test(i.holder ?? "")).code,
    not_a_scale: find("another kind", (i) => i.kind !== scale && i.verdict === "valid").code,
  };
  const plain = find("a plain serial number", (i) => i.verdict === "valid" && i.kind === scale && /^\d{10,}$/.test(i.serial_number ?? ""));

  // A right code that is not registered, and one with a wrong check symbol.
  const registered = new Set(instruments.map((i) => i.code));
  const unknown = ["ZZZZZZZZZZ", "ZZZZZZZZZY", "ZZZZZZZZZX"].map(withCheck).find((code) => !registered.has(code));
  const slip = plain.code.slice(0, -1) + (plain.code.endsWith("0") ? "1" : "0");

  const notices = (await get("/api/v1/notices?limit=100")).items;
  const failing = notices.find((n) => n.failed > 0) ?? notices[0];
  const longest = [...notices].sort((a, b) => b.results - a.results)[0];
  const kind = encodeURIComponent(scale);

  const pages = [
    { name: "home", path: "/", island: true, variants: true },
    ...verdicts.map((v) => ({ name: `scan, ${v}`, path: `/i/${byVerdict[v]}`, island: true, variants: v === "valid" || v === "failed" })),
    ...Object.entries(awkward).map(([name, code]) => ({ name: `scan, ${name}`, path: `/i/${code}`, island: name !== "no_serial_number" })),
    { name: "scan on another day", path: `/i/${plain.code}?on=2024-02-29`, island: true },
    { name: "unknown code", path: `/i/${unknown}`, status: 404 },
    { name: "code with a wrong check symbol", path: `/i/${slip}`, status: 404 },
    { name: "something that is no code", path: "/i/%E4%BD%A0%E5%A5%BD", status: 404 },
    { name: "search, empty", path: "/search", island: true },
    { name: "search with results", path: `/search?q=${encodeURIComponent("市场")}`, island: true },
    { name: "search, a later page", path: `/search?kind=${kind}&from=20`, island: true },
    { name: "search without results", path: `/search?q=${encodeURIComponent("没有这家店zzz")}`, island: true },
    { name: "search with filters", path: `/search?q=${encodeURIComponent("市场")}&verdict=expired&kind=${kind}`, island: true },
    { name: "search for a code with a slip", path: `/search?q=${slip}`, island: true },
    { name: "search for a long word", path: `/search?q=${"W".repeat(200)}`, island: true },
    { name: "notices", path: "/notices" },
    { name: "notices of a year", path: "/notices?year=2025" },
    { name: "notices of a region without any", path: "/notices?year=1990" },
    { name: "notice", path: new URL(longest.url, base).pathname },
    { name: "notice with failures", path: new URL(failing.url, base).pathname },
    { name: "about", path: "/about" },
    { name: "error, no such page", path: "/nothing-here", status: 404 },
    { name: "error, a day that is none", path: `/i/${plain.code}?on=tomorrow`, status: 400 },
    { name: "error, not open yet", path: `/report?instrument=${plain.code}`, status: 503 },
    { name: "error, no such notice", path: "/notices/none", status: 404 },
  ];
  return { base, data, byVerdict, awkward, plain, unknown, slip, pages, notice: new URL(longest.url, base).pathname };
}

/** Ten symbols with their check symbol, as printed: the scheme of docs/format.md, written down a second time. */
export function withCheck(ten) {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  let sum = 0;
  [...ten].forEach((symbol, place) => {
    let value = alphabet.indexOf(symbol);
    for (let i = 0; i <= place; i++) {
      value <<= 1;
      if (value & 32) value ^= 37;
    }
    sum ^= value;
  });
  return `${ten.slice(0, 5)}-${ten.slice(5)}-${alphabet[sum]}`;
}

/** The address of a page in a language. */
export const inLanguage = (lang, path) => (lang === "zh" ? path : path === "/" ? "/en" : path.startsWith("/?") ? `/en${path.slice(1)}` : `/en${path}`);
