@Controller("notes")
export class NotesController {
    constructor(private readonly notes: NotesService) {}

    @Delete(":id")
    async remove(@Param("id") id: string) {
        return this.notes.delete(id);
    }
}
