// The entry of every page: styles, then only the islands the page asks for.
import "./styles/main.scss";
import { startIslands } from "./islands";

startIslands(document);
