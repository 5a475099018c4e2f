-- Write each formula of a work as the letters, raised and lowered ones that Pandoc shows for it, which CSL-JSON can hold;
-- citeproc would print its TeX. One that Pandoc cannot show stays as it was written.
function Math(formula)
  local html = pandoc.write(pandoc.Pandoc{pandoc.Plain{formula}}, 'html')
  if html:find('[$\\]') then return nil end
  local shown = pandoc.read(html, 'html').blocks[1].content
  return shown[1].tag == 'Span' and shown[1].content or shown
end
