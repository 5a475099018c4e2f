/* "Copy citation": copies an element's text. Where the browser does not allow that, the text is selected,
   and the reader is told which keys copy it. Without JavaScript there is no button, and the text stands there. */
(() => {
  for (const address of document.querySelectorAll("[data-address][hidden]")) {
    address.querySelector(".cite__address").textContent = location.origin + location.pathname;
    address.hidden = false;
  }
  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  };
  const copy = async (element) => {
    const text = element.innerText.replace(/\s+/g, " ").trim();
    try {
      await navigator.clipboard.writeText(text);
      return gettext("Copied.");
    } catch {
      /* No permission, or a page that is not served over https. */
      select(element);
      if (document.execCommand("copy")) return gettext("Copied.");
      return gettext("The text is selected. Copy it with Ctrl and C, or with Command and C.");
    }
  };
  for (const button of document.querySelectorAll("[data-copies]")) {
    const status = button.parentElement.querySelector("[role=status]");
    button.parentElement.hidden = false;
    button.addEventListener("click", async () => {
      const said = await copy(document.getElementById(button.dataset.copies));
      /* Emptied first, so that a second copy is announced too. */
      status.textContent = "";
      requestAnimationFrame(() => { status.textContent = said; });
    });
  }
})();
