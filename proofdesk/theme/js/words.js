/* The words of the pages' programs in the page's language, which stand in the page as JSON (base.html); an English page
   has none, and its programs say what they were written with. First of what every page loads. No id: a heading
   may have any. */
{
  const words = JSON.parse(document.querySelector("script[data-words]")?.textContent || "{}");
  const put = (text, values) => text.replace(/%\((\w+)\)s/g, (all, name) => values?.[name] ?? all);
  const { lang } = document.documentElement, own = lang === "en" ? "en-GB" : lang || "en-GB";
  const forms = new Intl.PluralRules(own), lists = new Intl.ListFormat(own);
  globalThis.listed = (names) => lists.format(names);
  globalThis.gettext = (text, values) => put(words[text] ?? text, values);
  globalThis.ngettext = (one, several, num, values) =>
    put(words[one]?.[forms.select(num)] ?? words[one]?.other ?? (num === 1 ? one : several), { num, ...values });
}
