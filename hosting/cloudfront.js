// A viewer request function for CloudFront in front of a bucket (docs/maintaining.md). A bucket has no folders, so this
// redirects an address without its slash to the one with it, and requests the folder's index.html from the bucket.
function handler(event) {
  var request = event.request;
  // Exactly one slash at the beginning: after two, browsers would read the rest as another host's name.
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
