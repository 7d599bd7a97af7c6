/* Narrows the rows of a list to those that hold every word; without this script the list is simply whole. */
"use strict";
(function () {
  var box = document.querySelector(".eqw-search");
  var input = document.getElementById("search");
  var found = document.getElementById("search-found");
  var rows = Array.prototype.map.call(document.querySelectorAll("[data-search]"), function (row) {
    var entry = row.closest(".eqw-entry");
    var heading = entry ? entry.querySelector("h2").textContent + " " + entry.querySelector("p").textContent : "";
    return { row: row, entry: entry, text: (row.textContent + " " + heading).toLowerCase() };
  });
  function narrow() {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    document.querySelectorAll(".eqw-entry").forEach(function (entry) { entry.hidden = words.length > 0; });
    rows.forEach(function (item) {
      var hit = words.every(function (word) { return item.text.indexOf(word) >= 0; });
      item.row.hidden = !hit;
      if (hit) {
        shown += 1;
        if (item.entry) { item.entry.hidden = false; }
      }
    });
    found.textContent = words.length ? shown + " of " + rows.length + " found" : "";
  }
  box.hidden = false;
  input.addEventListener("input", narrow);
  narrow();
})();
