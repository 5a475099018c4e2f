// For CloudFront before a bucket (docs/maintaining.md): a bucket knows files and no folders. A function of the kind
// “viewer request”, in CloudFront's JavaScript: it leads an address without its slash to the one with it, and asks the
// bucket for that folder's page.
function handler(event) {
  var request = event.request;
  // One slash at the beginning: two would make of the rest another site's name.
  var path = "/" + request.uri.replace(/^[\/\\]+/, "");
  if (path.endsWith("/")) {
    request.uri = path + "index.html";
    return request;
  }
  if (path.split("/").pop().includes(".")) {
    request.uri = path;
    return request;
  }
  return { statusCode: 301, statusDescription: "Moved Permanently", headers: { location: { value: path + "/" } } };
}
