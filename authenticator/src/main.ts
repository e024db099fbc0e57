import './ui/font.css';
import './ui/tokens.css';
import './ui/components.css';
