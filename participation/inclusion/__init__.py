"""The inclusion layer: nobody needs a screen, a script or a good day to take part."""
