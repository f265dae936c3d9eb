@Controller("notes")
export class NotesController {
    constructor(private readonly notes: NotesService) {}

    @Get(":id/delete")
    async remove(@Param("id") id: string) {
        return this.notes.delete(id);
    }
}
