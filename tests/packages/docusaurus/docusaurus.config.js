export default {
  title: "Portal",
  url: "https://portal.example.com",
  baseUrl: "/",
  presets: [["classic", { docs: { routeBasePath: "/" }, blog: false }]],
};
