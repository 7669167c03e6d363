/** The vendor's servers, by region (guide, chapter 2). A key is known in its own region only. */
export const regions: readonly { name: string; url: string }[] = [
  { name: "Asia and India", url: "https://isgp.hikcentralconnect.com" },
  { name: "Europe", url: "https://ieu.hikcentralconnect.com" },
  { name: "South America", url: "https://isa.hikcentralconnect.com" },
  { name: "North America", url: "https://ius.hikcentralconnect.com" },
  { name: "Russia", url: "https://hikcentralconnectru.com" },
];
