"use strict";
// The table of /table: the file goes to this service alone, and comes back with the identity of its names.
(() => {
  const $ = (id) => document.getElementById(id);
  const file = $("file"), drop = $("drop"), choose = $("choose"), columns = $("column"), go = $("go"), said = $("said"), result = $("result");
  const beside = ["country", "born", "type", "given", "family"];
  const HEAD = 65536, MOST_DISTINCT = 50000, BINS = 10, MOST_GROUPED = 5000, MOST_SHOWN = 200;
  let table = null, known = null, unknown = [];

  function say(text, wrong) { said.textContent = text; said.className = wrong ? "error" : "quiet"; }
  function made(tag, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  }
  async function refusal(answer) {
    try { return (await answer.json()).error; } catch { return `the service answered ${answer.status}`; }
  }

  async function take(chosen) {
    if (!chosen) return;
    result.hidden = true; choose.hidden = true; table = chosen;
    say(`reading ${chosen.name}`);
    try {
      const answer = await fetch("columns", { method: "POST", headers: { "Content-Type": "text/csv" }, body: chosen.slice(0, HEAD) });
      if (!answer.ok) return say(await refusal(answer), true);
      known = await answer.json();
    } catch { return say("the service does not answer; is it still running?", true); }
    for (const select of [columns, ...beside.map($)]) {
      select.replaceChildren();
      if (select !== columns) select.append(new Option("", ""));
      known.columns.forEach((name, at) => select.append(new Option(name.trim() || `column ${at + 1}`, `#${at + 1}`)));
    }
    const likely = known.columns.findIndex((name) => /name|person|author|имя|фио|аты|есім/i.test(name));
    columns.selectedIndex = Math.max(likely, 0);
    say(`${chosen.name}: ${known.columns.length} columns`);
    choose.hidden = false; columns.focus();
  }

  // Cells as they come: a quote opens a cell, two of them inside stand for one.
  function cutter(delimiter, row) {
    let cell = "", cells = [], quoted = false, closing = false, begun = false;
    const end = () => { cells.push(cell); cell = ""; quoted = closing = begun = false; };
    return (text) => {
      for (const sign of text) {
        if (closing) {
          closing = false;
          if (sign === '"') { cell += sign; continue; }
          quoted = false;
        }
        if (quoted) { if (sign === '"') closing = true; else cell += sign; }
        else if (sign === '"' && !begun) { quoted = begun = true; }
        else if (sign === delimiter) end();
        else if (sign === "\n") { end(); row(cells); cells = []; }
        else if (sign !== "\r") { cell += sign; begun = true; }
      }
    };
  }

  function counter(at, width) {
    const count = { matched: 0, ambiguous: 0, unknown: 0, empty: 0 }, bins = new Array(BINS).fill(0), unknown = new Map();
    let rows = 0, header = false;
    const take = (cells) => {
      if (!header) { header = (cells[width + 3] || "").endsWith("_status"); return; }
      if (cells.length < width + 4) return;
      rows += 1;
      const name = cells[at].trim(), status = cells[width + 3];
      if (!name) { count.empty += 1; return; }
      if (status in count) count[status] += 1;
      const score = Number(cells[width + 2]);
      if (score > 0) bins[Math.min(BINS - 1, Math.floor(score * BINS))] += 1;
      if (status === "unknown" && (unknown.has(name) || unknown.size < MOST_DISTINCT)) unknown.set(name, (unknown.get(name) || 0) + 1);
    };
    return { take, count, bins, unknown, rows: () => rows };
  }

  function show(counted, blob) {
    const shares = $("shares"), bins = $("bins"), common = $("common"), download = $("download");
    const kinds = { matched: "", ambiguous: "open", unknown: "none", empty: "none" };
    shares.replaceChildren();
    for (const [status, kind] of Object.entries(kinds)) {
      const share = counted.rows() ? counted.count[status] / counted.rows() : 0, row = made("tr"), bar = made("span", "", "bar"), fill = made("i", "", kind);
      fill.style.left = 0; fill.style.width = `${100 * share}%`;
      bar.append(fill);
      const cell = made("td"); cell.append(bar);
      row.append(made("td", status), made("td", counted.count[status].toLocaleString("en"), "number"), made("td", `${(100 * share).toFixed(1)} %`, "number"), cell);
      shares.append(row);
    }
    bins.replaceChildren();
    const highest = Math.max(1, ...counted.bins);
    counted.bins.forEach((many, at) => {
      const bar = made("i", "", at >= 8 ? "sure" : "");
      bar.style.height = `${100 * many / highest}%`;
      bar.title = `${many} names with a score from ${at / BINS} to ${(at + 1) / BINS}`;
      bins.append(bar);
    });
    bins.setAttribute("aria-label", "Names by the score of the best candidate, from 0 to 1 in tenths: " + counted.bins.join(", "));
    common.replaceChildren();
    const most = [...counted.unknown].sort((a, b) => b[1] - a[1]).slice(0, 10);
    for (const [name, many] of most) {
      const row = made("li"), link = made("a", name);
      link.href = "./?name=" + encodeURIComponent(name); link.dir = "auto";
      row.append(link, ` ${many.toLocaleString("en")}`);
      common.append(row);
    }
    $("nobody").hidden = most.length > 0;
    unknown = [...counted.unknown].sort((a, b) => b[1] - a[1]).slice(0, MOST_GROUPED);
    $("gather").hidden = unknown.length < 2;
    $("groups").replaceChildren();
    if (download.href) URL.revokeObjectURL(download.href);
    download.href = URL.createObjectURL(blob);
    download.download = table.name.replace(/(\.[^.]*)?$/, "-with-ids$1");
    result.hidden = false;
    $("summary").focus();
  }

  async function normalize() {
    go.disabled = true; result.hidden = true;
    const asked = new URLSearchParams({ column: columns.value });
    for (const name of beside) if ($(name).value) asked.set(name, $(name).value);
    const counted = counter(columns.selectedIndex, known.columns.length), cut = cutter(known.delimiter, counted.take), parts = [];
    try {
      const answer = await fetch("normalize?" + asked, { method: "POST", headers: { "Content-Type": "text/csv" }, body: table });
      if (!answer.ok) return say(await refusal(answer), true);
      const decoder = new TextDecoder(), reader = answer.body.getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        parts.push(piece.value);
        cut(decoder.decode(piece.value, { stream: true }));
        say(`${counted.rows().toLocaleString("en")} rows`);
      }
      cut("\n");
      say(`${counted.rows().toLocaleString("en")} rows, done`);
      show(counted, new Blob(parts, { type: "text/csv" }));
    } catch { say("the answer broke off; the log of the service says why, and nothing was saved", true); }
    finally { go.disabled = false; }
  }

  // What is unknown, grouped as one name each; its spellings under the name that the group is called by.
  async function group() {
    const button = $("group"), groups = $("groups");
    button.disabled = true; groups.textContent = "grouping";
    try {
      const body = JSON.stringify({ names: Object.fromEntries(unknown) });
      const answer = await fetch("group", { method: "POST", headers: { "Content-Type": "application/json" }, body });
      if (!answer.ok) { groups.textContent = await refusal(answer); return; }
      const found = (await answer.json()).groups, list = made("ol");
      for (const each of found.slice(0, MOST_SHOWN)) {
        const row = made("li"), spellings = made("ul");
        const name = made("bdi", each.name);
        row.append(name, ` ${each.count.toLocaleString("en")}`);
        for (const one of each.spellings) {
          const item = made("li"), link = made("a", one.spelling);
          link.href = "./?name=" + encodeURIComponent(one.spelling); link.dir = "auto";
          item.append(link, ` ${one.count.toLocaleString("en")} `, made("small", one.note));
          spellings.append(item);
        }
        if (each.spellings.length > 1 || each.spellings[0].note) row.append(spellings);
        list.append(row);
      }
      groups.replaceChildren(made("p", `${unknown.length.toLocaleString("en")} spellings of ${found.length.toLocaleString("en")} names`), list);
    } catch { groups.textContent = "the service does not answer; is it still running?"; }
    finally { button.disabled = false; }
  }

  $("group").addEventListener("click", group);
  file.addEventListener("change", () => take(file.files[0]));
  go.addEventListener("click", (event) => { event.preventDefault(); normalize(); });
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.remove("over"); });
  drop.addEventListener("drop", (event) => take(event.dataTransfer.files[0]));
})();
