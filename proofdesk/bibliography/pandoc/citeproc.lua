-- Answer, line by line, what citeproc makes of the citations of a page. One line of JSON in, one out:
--   {"items": {id: CSL-JSON of a work not sent before}, "groups": [[{id, mode, prefix, suffix}]], "csl": path, "lang": tag}
--   {"groups": [HTML], "entries": [[id, HTML]]}, or {"error": what Pandoc says}
-- Pandoc starts and reads each work once for all pages.

local works = {}

-- Return a text as inlines, a word each, so that citeproc finds a locator at its beginning.
local function inlines(text)
  local found = pandoc.List{}
  if text:match('^%s') then found:insert(pandoc.Space()) end
  for word, space in text:gmatch('(%S+)(%s*)') do
    found:insert(pandoc.Str(word))
    if space ~= '' then found:insert(pandoc.Space()) end
  end
  return found
end

local function html(blocks)
  return pandoc.write(pandoc.Pandoc(blocks), 'html', {wrap_text = 'none'})
end

local function answer(asked)
  for id, item in pairs(asked.items) do
    works[id] = pandoc.read(item, 'csljson').meta.references[1]
  end
  local blocks, cited, known = pandoc.List{}, pandoc.List{}, {}
  for _, group in ipairs(asked.groups) do
    local citations = pandoc.List{}
    for _, one in ipairs(group) do
      if not known[one.id] then
        known[one.id] = true
        cited:insert(works[one.id])
      end
      citations:insert(pandoc.Citation(one.id, one.mode, inlines(one.prefix), inlines(one.suffix)))
    end
    blocks:insert(pandoc.Para{pandoc.Cite({}, citations)})
  end
  local meta = {references = cited, csl = asked.csl, ['link-citations'] = true}
  if asked.lang then meta.lang = asked.lang end
  local made = pandoc.utils.citeproc(pandoc.Pandoc(blocks, meta)).blocks
  local groups, entries = pandoc.List{}, pandoc.List{}
  for number = 1, #blocks do
    groups[number] = html{made[number]}
  end
  if #made > #blocks then
    for _, entry in ipairs(made[#made].content) do
      entries:insert{entry.identifier, html(entry.content)}
    end
  end
  return {groups = groups, entries = entries}
end

for line in io.lines() do
  local done, result = pcall(answer, pandoc.json.decode(line, false))
  io.write(pandoc.json.encode(done and result or {error = tostring(result)}), '\n')
  io.flush()
end
