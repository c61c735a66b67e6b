// The entry of every page: styles, small comforts, then only the islands the page asks for.
import "./styles/main.scss";
import { startIslands } from "./islands";
import { startOpeners } from "./openers";

startOpeners(document);
startIslands(document);
