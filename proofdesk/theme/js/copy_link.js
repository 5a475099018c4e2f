/* "Copy link" on every block, in articles and in lists alike (data-address: where the block stands in its article).
   By touch and by keyboard, since the sign behind a heading is for a mouse alone. Without this file there is no button,
   and a block's permalink is a plain link. */
(() => {
  const blocks = document.querySelectorAll("#content [data-block][id]");
  if (!blocks.length) return;
  const status = document.createElement("p");
  Object.assign(status, { className: "copy-link__status", role: "status" });
  document.getElementById("content").append(status);

  const copy = async (address) => {
    try {
      await navigator.clipboard.writeText(address);
      return gettext("Link copied.");
    } catch {
      /* No permission, or a page that is not served over https. */
      return gettext("Copy this address: %(address)s", { address });
    }
  };

  const press = async (button, address) => {
    const said = await copy(address);
    document.querySelector(".copy-link[data-said]")?.removeAttribute("data-said");
    button.dataset.said = said;
    /* Emptied first, so that a second copy is announced too. */
    status.textContent = "";
    requestAnimationFrame(() => { status.textContent = said; });
  };

  for (const block of blocks) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "copy-link", textContent: gettext("Copy link") });
    const title = document.getElementById(`${block.id}-title`);
    const words = title?.textContent.replace(/\s*¶\s*$/, "").trim();
    if (words) button.ariaLabel = gettext("Copy link to “%(title)s”", { title: words });
    let first = title && block.contains(title) ? title : block.firstElementChild;
    while (first.parentNode !== block) first = first.parentNode;
    /* Between the cells of a row it would take a column, though it is drawn over them. */
    if (first.matches("th, td")) first.append(button); else first.after(button);
    button.addEventListener("click", () => press(button, new URL(block.dataset.address ?? `#${block.id}`, location).href));
    button.addEventListener("blur", () => button.removeAttribute("data-said"));
  }
})();
