"""outputs/cite_this_page"""
