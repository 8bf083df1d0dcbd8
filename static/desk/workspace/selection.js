/** What is selected of one text, in code points of what is printed there.
 *
 * What carries `data-aside` is not text. Emended words count as what is printed in their place,
 * and are taken whole; between the blocks of a note stand two characters.
 */
const BETWEEN_BLOCKS = "\n\n";
const AROUND = 32;

/** The pieces of a text in order: a node of the page, and the printed words it stands for. */
export function pieces(text) {
  const found = [];
  const blocks = text.matches("p") ? [text] : text.querySelectorAll(":scope > p");
  blocks.forEach((block, place) => {
    if (place) found.push({ node: null, printed: BETWEEN_BLOCKS });
    collect(block, found);
  });
  return found;
}

function collect(node, found) {
  if (node.nodeType === Node.TEXT_NODE) found.push({ node, printed: node.data });
  if (node.nodeType !== Node.ELEMENT_NODE || "aside" in node.dataset) return;
  if ("printed" in node.dataset) found.push({ node, printed: node.dataset.printed, isWhole: true });
  else if (node.tagName === "BR") found.push({ node, printed: "\n" });
  else for (const child of node.childNodes) collect(child, found);
}

/** Where a selected range begins and ends in a text, its words and those around them; or null. */
export function selected(range, text) {
  const printed = [];
  let start = null;
  let end = null;
  let wasEmended = false;
  for (const piece of pieces(text)) {
    const base = printed.length;
    const [from, to] = covered(range, piece);
    // Only the first piece of an emendation has words; the other printed pieces have none.
    const goesOn = wasEmended && piece.isWhole && !piece.node.textContent && end === base;
    printed.push(...piece.printed);
    if (goesOn) end = printed.length;
    else if (from < to) {
      start ??= base + codePoints(piece.printed.slice(0, from));
      end = base + codePoints(piece.printed.slice(0, to));
    }
    wasEmended = Boolean(piece.isWhole);
  }
  while (start !== null && start < end && /\s/u.test(printed[start])) start += 1;
  while (start !== null && start < end && /\s/u.test(printed[end - 1])) end -= 1;
  if (start === null || start === end) return null;
  const words = (from, to) => printed.slice(Math.max(0, from), to).join("");
  const before = words(start - AROUND, start);
  const after = words(end, end + AROUND);
  return {
    start,
    end,
    exact: words(start, end),
    before: start > AROUND ? before.replace(/^\S+(?=\s)/u, "") : before,
    after: end + AROUND < printed.length ? after.replace(/(?<=\s)\S+$/u, "") : after,
  };
}

/** From where to where a range covers a piece, in UTF-16 units of its printed words. */
function covered(range, { node, printed, isWhole }) {
  if (!node || !range.intersectsNode(node)) return [0, 0];
  if (isWhole) return touches(range, node) ? [0, printed.length] : [0, 0];
  if (node.nodeType !== Node.TEXT_NODE) return [0, printed.length];
  const from = node === range.startContainer ? range.startOffset : 0;
  const to = node === range.endContainer ? range.endOffset : node.length;
  return [from, to];
}

/** Whether any character in an element is selected, and not only its edge. */
function touches(range, element) {
  const inside = document.createRange();
  inside.selectNodeContents(element);
  if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) {
    inside.setStart(range.startContainer, range.startOffset);
  }
  if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) {
    inside.setEnd(range.endContainer, range.endOffset);
  }
  return inside.toString() !== "";
}

const codePoints = (text) => [...text].length;
