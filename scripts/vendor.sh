#!/usr/bin/env bash
# Fetches what the browser needs at run time, at exactly these versions and checksums, and lays the
# files in use under static/vendor/ (and the test's axe-core under tests/browser/vendor/). The
# result is committed, so running Samspor needs no npm; run this only to change a version.
# usage: scripts/vendor.sh
set -euo pipefail
cd "$(dirname "$0")/.."
command -v npm >/dev/null || { echo "vendor: npm is not installed. Run: apt-get install npm" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # NAME VERSION SHA512: unpacks the package into $work/NAME
  local file
  echo "vendor: $1 $2"
  file=$work/$(cd "$work" && npm pack --silent "$1@$2" 2>/dev/null) || { echo "vendor: could not fetch $1 $2. Is the network up?" >&2; exit 1; }
  [ "$(openssl dgst -sha512 -binary "$file" | base64 -w0)" = "$3" ] ||
    { echo "vendor: $1 $2 is not the package that was checked when this version was chosen. Stopped." >&2; exit 1; }
  mkdir "$work/$1" && tar -xzf "$file" -C "$work/$1" --strip-components=1
}

fetch dkfds 11.2.0 "JuVf8NjEOeF+TKIhEFXa3BfZvk1ulQM8+XN+6QhgDo6kiwwvupyBY34YU4FglBeyFWHbE5mYDmnrcYTWOSKkEA=="
fetch htmx.org 2.0.11 "Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA=="
fetch axe-core 4.14.1 "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="

# The Danish design system: its style, script and icons, and the fonts and images those name.
from=$work/dkfds/dist to=static/vendor/dkfds
rm -rf "$to" && mkdir -p "$to"/{css,js,img}
cp "$from/css/dkfds.min.css" "$to/css/"
cp "$from/js/dkfds.min.js" "$to/js/"
cp "$from/img/all-svg-icons.svg" "$to/img/"
cp "$from/LICENSE.md" "$to/"
# The maps are not shipped, and a manifest of static files stops at a name that leads nowhere.
sed -i 's#/\*\# sourceMappingURL=[^*]*\*/##' "$to/css/dkfds.min.css"
sed -i 's#^//\# sourceMappingURL=.*##' "$to/js/dkfds.min.js"
{
  grep -o 'url([^)]*)' "$to/css/dkfds.min.css" | tr -d "()'\"" | sed 's/^url//; s#^\.\./##; s/[#?].*//'
  # Letters are typeset from whole TrueType fonts.
  printf 'fonts/IBMPlexSans/complete/ttf/%s\n' license.txt IBMPlexSans-{Regular,Italic,Medium,SemiBold,Bold}.ttf
} | sort -u | while read -r file; do
  mkdir -p "$to/$(dirname "$file")"
  cp "$from/$file" "$to/$file"
done

rm -rf static/vendor/htmx && mkdir -p static/vendor/htmx
cp "$work/htmx.org/dist/htmx.min.js" "$work/htmx.org/LICENSE" static/vendor/htmx/

rm -rf tests/browser/vendor && mkdir -p tests/browser/vendor
cp "$work/axe-core/axe.min.js" "$work/axe-core/LICENSE" tests/browser/vendor/

find static/vendor tests/browser/vendor -type f -exec chmod 644 {} +
du -sh static/vendor/* tests/browser/vendor
