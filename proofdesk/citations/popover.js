/* The reference in place (WCAG 1.4.13): pointing or focusing previews it; click, tap, Enter keep it, with focus. */
const page = document.getElementById("content"), on = addEventListener;
const work = (link) => document.getElementById(`ref-${link.dataset.key}`);
const links = "popover" in page ? [...page.querySelectorAll(".citation")].filter(work) : [];
for (const link of links) link.ariaHasPopup = "dialog";

const box = document.createElement("div");
Object.assign(box, { className: "in-place", popover: "manual", role: "dialog", tabIndex: -1 });
box.innerHTML = `<ol></ol><p><a>${gettext("Go to the list")}</a> <button>${gettext("Close")}</button></p>`;
const [list, more, close] = box.querySelectorAll("ol,a,button");

let link, group, works, how, over, timer, came; // how: "hover" and "focus" go, "kept" stays

const focus = (one) => one.focus({ preventScroll: true });

const copy = (item) => {
  const made = item.cloneNode(true), all = item.parentNode;
  if (all.matches("ol")) made.value = [...all.children].indexOf(item) + 1;
  made.querySelector(".reference__back").remove();
  made.removeAttribute("id");
  return made;
};

const show = (at, why) => {
  clearTimeout(timer);
  if (!group?.contains(at)) {
    hide();
    group = at.closest(".citations");
    works = [...new Set(links.filter((one) => group.contains(one)).map(work))];
    list.replaceChildren(...works.map(copy));
    const numbers = [...list.children].map((one) => one.value || "");
    box.ariaLabel = ngettext("Reference %(at)s", "References %(at)s", numbers.length, { at: numbers.join(", ") });
    group.classList.add("citations--open");
    page.append(box);
    // If CSS does not anchor it.
    box.dataset.edge = group.getBoundingClientRect().bottom < innerHeight * 0.55 ? "end" : "start";
    box.showPopover();
  }
  link = at;
  how = box.dataset.how = why;
  more.href = link.hash;
  box.scrollTop = list.children[works.indexOf(work(at))].offsetTop - list.offsetTop;
  if (how === "kept") focus(box);
};

const hide = () => {
  clearTimeout(timer);
  if (!group) return;
  if (box.contains(document.activeElement)) focus(link);
  group.classList.remove("citations--open");
  group = how = null;
  box.hidePopover();
};

for (const move of ["wheel", "touchmove"]) on(move, ({ target }) => box.contains(target) || hide());

// The list marks the way back.
const go = () => {
  const { id, hash } = link;
  hide();
  location.hash = hash;
  if (came) came.ariaCurrent = null;
  came = work(link).querySelector(`[href="#${CSS.escape(id)}"]`);
  came.ariaCurrent = "true";
  focus(came);
};

// Not pointerover: scrolling does that.
on("pointermove", ({ target, pointerType }) => {
  const now = box.contains(target) ? group : target.closest(".citations");
  if (now === over || pointerType === "touch") return;
  over = now;
  clearTimeout(timer);
  const at = links.find((one) => now?.contains(one));
  if (at && now !== group && how !== "kept") timer = setTimeout(show, 120, at, "hover");
  else if (!now && how === "hover") timer = setTimeout(hide, 300);
});

const outside = (target) => !box.contains(target) && !group?.contains(target);
on("pointerdown", ({ target }) => outside(target) && hide());
on("focusin", ({ target, relatedTarget: from }) => {
  const read = from?.closest(".in-place, .reference__back") || !target.matches(":focus-visible");
  if (links.includes(target) && !read) show(target, "focus");
  else if (outside(target)) hide();
});

on("click", (event) => {
  const at = event.target.closest("a,button");
  if (at === close) hide();
  if (at !== more && !links.includes(at) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  at === more ? go() : how === "kept" && group.contains(at) ? hide() : show(at, "kept");
});

on("keydown", (event) => {
  if (!group) return;
  const { key, target, shiftKey } = event;
  const leaves = key === "Tab" && (shiftKey ? [box, box.querySelector("a")] : [close]).includes(target);
  if (key === "Escape" || (leaves && shiftKey)) event.preventDefault();
  if (key === "Escape" || leaves) hide();
}, true);
