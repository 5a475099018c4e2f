/* Filters a list by topic and by evidence. The choice stands in the address (?topic=…&evidence=…), so that it can
   be shared and the back button works; a value that the list does not know is ignored. Without this file the
   whole list is shown and the choices stay hidden. */
(() => {
  const filters = document.querySelector(".filters");
  if (!filters) return;
  const selects = [...filters.querySelectorAll("select")];
  const entries = [...document.querySelectorAll("[data-topic][data-evidence]")];
  const status = filters.querySelector("[role=status]");

  const fits = (entry) =>
    selects.every((select) => !select.value || entry.dataset[select.name].split(" ").includes(select.value));

  const show = () => {
    for (const entry of entries) entry.hidden = !fits(entry);
    for (const group of document.querySelectorAll(".group")) {
      const left = group.querySelectorAll(".entry:not([hidden])").length;
      group.hidden = !left;
      const line = document.querySelector(`.contents a[href="#${group.getAttribute("aria-labelledby")}"]`);
      if (!line) continue;
      line.closest("li").hidden = !left;
      line.querySelector(".contents__count").textContent = `(${left})`;
    }
    const left = entries.filter((entry) => !entry.hidden).length;
    const chosen = selects.some((select) => select.value);
    const said = `${chosen ? `Showing ${left} of` : "Showing all"} ${entries.length} ${filters.dataset.noun}.`;
    // A page that shows everything from the start has nothing to announce.
    if ((chosen || status.textContent) && status.textContent !== said) status.textContent = said;
  };

  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const select of selects) {
      const value = asked.get(select.name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
    show();
  };

  const write = () => {
    const address = new URL(location.href);
    for (const select of selects) {
      if (select.value) address.searchParams.set(select.name, select.value);
      else address.searchParams.delete(select.name);
    }
    address.hash = "";
    if (address.href !== location.href) history.pushState(null, "", address);
    show();
  };

  filters.addEventListener("change", write);
  filters.querySelector("button").addEventListener("click", () => {
    for (const select of selects) select.value = "";
    write();
  });
  addEventListener("popstate", read);
  filters.hidden = false;
  read();
})();
