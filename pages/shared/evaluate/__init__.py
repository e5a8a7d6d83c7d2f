"""An evaluation on the page: its numbers, and one view at a time of what is behind them."""
