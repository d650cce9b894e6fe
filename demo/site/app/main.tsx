import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/controls.css';
import './styles/table.css';
import './styles/candidate.css';
import './styles/composer.css';
import './styles/editor.css';
import './styles/settings.css';
import { render } from 'preact';
import { App } from './app.tsx';

const root = document.getElementById('hl-app');
if (root) render(<App />, root);
