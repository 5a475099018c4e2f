/* On paper a page says where it is and when it was printed (partials/print-end.html, outputs/doctor_sheet/sheet.html).
   The address is the site's own where the build knew it, else the one in the address bar. A button that prints is shown
   where there is a program behind it. */
addEventListener("beforeprint", () => {
  for (const place of document.querySelectorAll("[data-address-of]"))
    place.textContent = new URL(place.dataset.addressOf, location.href).href.split("#")[0];
  const { lang } = document.documentElement;
  const day = new Date().toLocaleDateString(lang === "en" ? "en-GB" : lang, { day: "numeric", month: "long", year: "numeric" });
  for (const place of document.querySelectorAll("[data-printed]")) place.textContent = gettext("Printed on %(day)s.", { day });
});
for (const button of document.querySelectorAll("[data-prints]")) {
  button.addEventListener("click", () => print());
  button.parentElement.hidden = false;
}
