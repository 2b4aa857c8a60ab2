"""What every page needs: who asks, where, in which language; guards, protection, and how we say no."""
