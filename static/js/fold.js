/** Open the timeline beside the text where style sheets cannot unfold a closed `details`. */

export function foldTimeline(root) {
  const details = root.querySelector(".timeline details");
  if (!details || CSS.supports("selector(::details-content)")) return;
  const wide = matchMedia("(min-width: 56rem)");
  const fold = () => (details.open = wide.matches);
  wide.addEventListener("change", fold);
  fold();
}
