export {}; // Placeholder until the content script's owner replaces it.
