/* On paper a page says where it comes from and when it was printed (partials/print-end.html). The address is the
   site's own where the build knew it, else the one in the address bar. Nothing is done until someone prints. */
const end = document.querySelector(".print-end");
addEventListener("beforeprint", () => {
  const address = end.querySelector(".print-end__address");
  address.textContent ||= location.href.split("#")[0];
  const day = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  end.querySelector(".print-end__day").textContent = `Printed on ${day}.`;
});
