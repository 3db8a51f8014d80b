// <rg-graph entity="huawei"> draws what stands next to an entity and more with every choice; <rg-graph elements="[...]"> draws what it is given.
// Whatever is drawn also stands in a table beside it, for those who cannot see it.
const COLOURS = { Company: "#2f6fdb", Model: "#8a4bd8", Chip: "#0f8f5f", Person: "#c77700", Country: "#c8372d", Agency: "#b0305c", Outlet: "#6b7280", Organization: "#0e7c8b" };
let library;

function cytoscapeLoaded() {
  library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "/rg/cytoscape.min.js";
    script.onload = () => done(window.cytoscape);
    script.onerror = failed;
    document.head.append(script);
  });
  return library;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

customElements.define("rg-graph", class extends HTMLElement {
  async connectedCallback() {
    if (this.box) return;
    this.setAttribute("role", "img");
    this.setAttribute("aria-label", this.getAttribute("label") ?? "");
    this.box = document.createElement("div");
    this.append(this.box);
    const cytoscape = await cytoscapeLoaded();
    const given = this.getAttribute("elements");
    const elements = given ? JSON.parse(given) : await this.near(this.getAttribute("entity"));
    this.cy = cytoscape({ container: this.box, elements, style: this.look(), minZoom: 0.2, maxZoom: 2.5, wheelSensitivity: 0.3 });
    this.ring();
    if (!given) this.cy.on("tap", "node", (event) => this.choose(event.target));
    document.addEventListener("racegraph-theme", () => this.cy.style(this.look()));
    new ResizeObserver(() => { this.cy.resize(); this.cy.fit(undefined, 24); }).observe(this);
  }

  disconnectedCallback() {
    this.cy?.destroy();
    this.cy = this.box = undefined;
    this.replaceChildren();
  }

  async near(entity) {
    const answer = await fetch(`/api/entities/${encodeURIComponent(entity)}/neighbours?limit=16`);
    if (!answer.ok) return [];
    const found = await answer.json();
    const nodes = found.nodes.map((node) => ({ data: { id: node.id, label: node.label ?? node.name, kind: node.kind, centre: node.id === entity ? 1 : 0 } }));
    const edges = found.edges.map((edge) => ({ data: { id: `${edge.source} ${edge.link} ${edge.target}`, source: edge.source, target: edge.target, label: edge.label ?? edge.link, link: edge.link, width: Math.min(5, 1 + Math.log2(edge.claims)) } }));
    return [...nodes, ...edges];
  }

  async choose(node) {
    if (node.id() === this.chosen) {
      location.href = `/explore?entity=${encodeURIComponent(node.id())}`;
      return;
    }
    this.chosen = node.id();
    if (this.cy.nodes().length > 250) return;
    const fresh = (await this.near(node.id())).filter((element) => this.cy.getElementById(element.data.id).empty());
    if (!fresh.length) return;
    const at = node.position();
    this.cy.add(fresh.map((element) => ({ ...element, data: { ...element.data, centre: 0 }, position: { x: at.x + Math.random() * 80 - 40, y: at.y + Math.random() * 80 - 40 } })));
    this.arrange();
  }

  // The first picture: the entity in the middle, what is stated of it around it, the rest further out.
  ring() {
    const stated = (node) => node.data("centre") ? 3 : node.connectedEdges().some((edge) => edge.data("link") !== "named_together") ? 2 : 1;
    if (this.hasAttribute("elements")) this.arrange();
    else this.cy.layout({ name: "concentric", concentric: stated, levelWidth: () => 1, minNodeSpacing: 34, padding: 24, startAngle: 0 }).run();
  }

  arrange() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.cy.layout({ name: "cose", animate: !calm && this.cy.nodes().length < 60 ? "end" : false, animationDuration: 250, randomize: false, padding: 24, nodeRepulsion: () => 40000, idealEdgeLength: () => 110, nodeOverlap: 20 }).run();
  }

  look() {
    const ink = colour("--rg-ink"), dim = colour("--rg-dim"), line = colour("--rg-line"), paper = colour("--rg-paper");
    return [
      { selector: "node", style: { label: "data(label)", "background-color": (node) => COLOURS[node.data("kind")] ?? "#6b7280", color: ink, "font-size": 12, "text-valign": "bottom", "text-margin-y": 4, width: (node) => node.data("centre") ? 34 : 20, height: (node) => node.data("centre") ? 34 : 20, "text-outline-width": 2, "text-outline-color": paper, "text-max-width": 110, "text-wrap": "ellipsis" } },
      { selector: "edge", style: { label: "data(label)", "font-size": 9, color: dim, "curve-style": "bezier", "target-arrow-shape": "triangle", "arrow-scale": 0.8, width: (edge) => edge.data("width") ?? 1.5, "line-color": line, "target-arrow-color": line, "text-rotation": "autorotate", "text-outline-width": 2, "text-outline-color": paper } },
      { selector: 'edge[link = "spoke_of"]', style: { label: "" } },
      { selector: 'edge[link = "named_together"]', style: { label: "", "line-style": "dotted", "target-arrow-shape": "none" } },
      { selector: ":selected", style: { "border-width": 3, "border-color": "#f59e0b" } },
    ];
  }
});
