"""The board: the figures by which a revenue cycle is judged, counted in SQL over what the stages measure and watch have written."""
