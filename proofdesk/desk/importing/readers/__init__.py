"""desk/importing/readers"""
