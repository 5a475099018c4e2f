/* Links to what another page of a list has by now. A block leads to its article, whose address its own is here; a work to
   the page that has it, which a file names for the first letter of its key. So do filters in the form that the list had
   before (?topic=…&evidence=…). Without this file a reader is led to the list, which has the way to each page. */
(() => {
  const { root } = document.currentScript.dataset;
  const asked = new URLSearchParams(location.search);
  const filter = ["topic", "evidence"].find((name) => asked.get(name));
  const link = filter && document.querySelector(`.narrow a[data-${filter}="${CSS.escape(asked.get(filter))}"]`);
  if (link) {
    asked.delete(filter);
    const left = String(asked);
    location.replace(link.href + (left && `?${left}`) + location.hash);
    return;
  }
  const find = async () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* no address of ours */ }
    if (!id || document.getElementById(id)) return;
    const work = id.match(/^ref-(.+)$/)?.[1];
    const base = document.querySelector("[data-list]")?.dataset.list;
    if (work && base) {
      const first = work[0].toLowerCase(), name = /^[a-z0-9]$/.test(first) ? first : "_";
      const found = await fetch(`${base}find/${name}.json`).catch(() => null);
      const page = found?.ok && (await found.json())[work];
      if (page) location.replace(`${base}${page > 1 ? `${page}/` : ""}#${encodeURIComponent(id)}`);
    } else if (/^[^#?:]+\/[^/]+$/.test(id) && !id.startsWith("/")) {
      location.replace(root + id.replace(/[^/]+$/, "#$&"));
    }
  };
  addEventListener("hashchange", find);
  find();
})();
