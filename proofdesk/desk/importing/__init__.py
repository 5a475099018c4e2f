"""desk/importing"""
