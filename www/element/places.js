/** Where module and models lie. The built site, which names their folders by their content, has its own version. */

/** The folder of the module's builds. */
export const MODULE = new URL('../pkg/', import.meta.url);

/** The folder of the models, each as `ID.HASH.tflite` with the first 16 digits of its SHA-256. */
export const MODELS = new URL('../models/', import.meta.url);
