"use strict";
// Media types by file ending.

const TABLE = `
application/atom+xml:atom application/epub+zip:epub application/gzip:gz application/java-archive:jar,war application/json:json,map
application/jsonml+json:jsonml application/ld+json:jsonld application/manifest+json:webmanifest application/msword:doc,dot
application/octet-stream:bin,dms,lrf,mar,so,dist,distz,pkg,bpk,dump,elc,deploy,exe,dll,deb,dmg,iso,img,msi,msp,msm,buffer
application/pdf:pdf application/pgp-signature:sig,asc application/postscript:ai,eps,ps application/rdf+xml:rdf,owl application/rss+xml:rss
application/rtf:rtf application/sql:sql application/toml:toml application/vnd.ms-excel:xls,xlm,xla,xlc,xlt,xlw
application/vnd.ms-fontobject:eot application/vnd.ms-powerpoint:ppt,pps,pot application/vnd.oasis.opendocument.text:odt
application/vnd.oasis.opendocument.spreadsheet:ods application/vnd.openxmlformats-officedocument.presentationml.presentation:pptx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet:xlsx application/vnd.openxmlformats-officedocument.wordprocessingml.document:docx
application/wasm:wasm application/x-7z-compressed:7z application/x-bzip2:bz2,boz application/x-httpd-php:php application/x-perl:pl,pm
application/x-rar-compressed:rar application/x-sh:sh application/x-shockwave-flash:swf application/x-tar:tar
application/x-x509-ca-cert:der,crt,pem application/xhtml+xml:xhtml,xht application/xml:xml,xsl,xsd,rng application/zip:zip
audio/aac:adts,aac audio/midi:mid,midi,kar,rmi audio/mp4:m4a,mp4a audio/mpeg:mpga,mp2,mp2a,mp3,m2a,m3a audio/ogg:oga,ogg,spx,opus
audio/wav:wav audio/webm:weba font/otf:otf font/ttf:ttf font/woff:woff font/woff2:woff2 image/apng:apng image/avif:avif image/bmp:bmp,dib
image/gif:gif image/heic:heic image/jpeg:jpeg,jpg,jpe image/png:png image/svg+xml:svg,svgz image/tiff:tif,tiff
image/vnd.adobe.photoshop:psd image/vnd.microsoft.icon:ico image/webp:webp message/rfc822:eml,mime model/gltf+json:gltf multipart/form-data:
text/cache-manifest:appcache,manifest text/calendar:ics,ifb text/css:css text/csv:csv text/html:html,htm,shtml text/jade:jade
text/javascript:js,mjs text/jsx:jsx text/less:less text/markdown:md,markdown text/mdx:mdx
text/plain:txt,text,conf,def,list,log,in,ini text/tab-separated-values:tsv text/vcard:vcard text/vtt:vtt text/x-sass:sass text/x-scss:scss
text/x-java-source:java text/x-c:c,cc,cxx,cpp,h,hh,dic text/yaml:yaml,yml video/mp2t:ts,m2t,m2ts,mts video/mp4:mp4,mp4v,mpg4
video/mpeg:mpeg,mpg,mpe,m1v,m2v video/ogg:ogv video/quicktime:qt,mov video/webm:webm video/x-msvideo:avi application/node:cjs
application/x-www-form-urlencoded: application/json5:json5 application/vnd.apple.mpegurl:m3u8 application/graphql:`;

const byEnding = new Map();
const endings = new Map();
for (const entry of TABLE.trim().split(/\s+/)) {
  const [type, list] = entry.split(":");
  const names = list ? list.split(",") : [];
  endings.set(type, names);
  for (const name of names) if (!byEnding.has(name)) byEnding.set(name, type);
}

/** The type of a path or an ending, or false. */
function lookup(path) {
  if (!path || typeof path !== "string") return false;
  const ending = /\.([^./\\]*)$/.exec(`x.${path}`)[1].toLowerCase();
  return byEnding.get(ending) ?? false;
}

/** The charset that goes with a type, or false. */
function charset(type) {
  if (typeof type !== "string") return false;
  const bare = type.split(";")[0].trim().toLowerCase();
  return /^text\//.test(bare) || bare === "application/json" || bare === "application/javascript" || bare === "application/manifest+json" ? "UTF-8" : false;
}

/** A full Content-Type of a type or an ending, or false. */
function contentType(given) {
  if (!given || typeof given !== "string") return false;
  const type = given.includes("/") ? given : lookup(given);
  if (!type) return false;
  if (/charset/i.test(type)) return type;
  const found = charset(type);
  return found ? `${type}; charset=${found.toLowerCase()}` : type;
}

/** The usual ending of a type, or false. */
function extension(type) {
  const names = typeof type === "string" ? endings.get(type.split(";")[0].trim().toLowerCase()) : undefined;
  return names && names.length ? names[0] : false;
}

module.exports = { lookup, charset, contentType, extension, contentTypes: byEnding };
